"""An alert as people read it: subject, plain text, HTML and Slack's blocks of the same content, and JSON for programs.

    alert │ digest │ notices ─▶ what is said (`said`, `gathered`) ─▶ `plain` │ `page` │ `blocks` ─▶ a message

What comes from outside (quotes, titles, links, names) is escaped for each form, so that neither
HTML nor `<!channel>` in an article does anything.  Nothing is decided here.
"""

from monitor.core.render.message import render, render_digest, render_notices
from monitor.core.render.said import HEADLINE, headline, span

__all__ = ["HEADLINE", "headline", "render", "render_digest", "render_notices", "span"]
