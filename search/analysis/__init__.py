"""What words come to in the index: one analysis for both engines, for documents and questions alike."""
