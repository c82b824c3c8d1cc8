"""Work for later as rows with a lease; number sequences without gaps."""
