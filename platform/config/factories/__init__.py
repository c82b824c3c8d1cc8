"""One way to make example rows, for the tests and for the demo: everything in them is invented.

Factories write rows as they are; whoever wants the rules calls the services.
"""
