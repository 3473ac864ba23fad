"""The demo municipality's site: its pages, texts, news, subjects, shortcuts and notices."""

from home.demo.loading import load_first, load_rest
from intranet.demo.registry import register

register("home", order=20, first=load_first, rest=load_rest)
