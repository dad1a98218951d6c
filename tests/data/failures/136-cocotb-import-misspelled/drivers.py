class Bus:
    pass
