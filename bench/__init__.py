"""What `make bench` measures: a module a figure, one table, ratios to floors measured beside them.
Owns no part of the product. Stands outside: it may use everything, and nothing may import it but
the tests of its figures.
"""
