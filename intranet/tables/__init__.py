"""Reading tables that people have made: CSV and XLSX, with the line that each row stands on.

Start at `reading.read_table`.
"""
