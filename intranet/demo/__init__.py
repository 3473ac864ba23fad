"""The demo municipality's organisation and personas, and the registry of what else the demo has."""

from intranet.demo.people import load_people
from intranet.demo.registry import register

register("intranet", order=10, first=load_people)
