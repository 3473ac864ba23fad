from search.engines.elastic.engine import ElasticEngine

__all__ = ["ElasticEngine"]
