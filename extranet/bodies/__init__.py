"""The municipality's decision-making bodies (organ), the authorities they belong to, and each body's own rules."""
