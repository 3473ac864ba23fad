"""The secretary's desk: meetings and their agendas, the papers on them, and sending the summons. Thin views."""
