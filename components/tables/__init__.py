"""Tables of what runs found: the runs of a regression, cells by module, coverage by file, tests."""

from components.tables.tables import Act, ChosenEventArguments, Column, Row, Table, Tables

__all__ = ['Act', 'ChosenEventArguments', 'Column', 'Row', 'Table', 'Tables']
