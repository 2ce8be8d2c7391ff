"""Models: the SQLModel tables, one module per noun. Rows carry data and no behaviour.

Mapping a table takes a millisecond or two: a program maps those whose modules it imports, and
`tables` imports all. Beside them: `column_types`, `pagination`, and `results` of the services.
"""
