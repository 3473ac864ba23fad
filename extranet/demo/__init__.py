"""The demo municipality's bodies, mandates and meetings."""

from extranet.demo.loading import load_first, load_rest
from intranet.demo.registry import register

register("extranet", order=30, first=load_first, rest=load_rest)
