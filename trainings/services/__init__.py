"""Changes: `editions` plans and publishes, `places` gives and takes places, `attendance` records minutes."""
