"""What the elements of a feed mean to feedparser, so that `quick` reads each as it would, or leaves the feed to it.

An element is called by the usual prefix of its namespace, whatever prefix the feed gives it
(`content_encoded`), and by its bare name in the namespaces of RSS and Atom themselves.  Where the
prefixes of a feed could mean two things, the feed is declined: nobody writes such a feed in earnest.
"""

from __future__ import annotations

from enum import StrEnum, auto


class Declined(Exception):
    """The feed holds something whose reading is not known to be feedparser's."""


class Role(StrEnum):
    """What an element is to us."""

    NOTHING = auto()  # nothing that we keep, and nothing that changes how the rest is read
    LEAF = auto()  # the same, as long as nothing stands inside
    ASIDE = auto()  # holds content of its own, which we do not keep
    ROOT = auto()
    CHANNEL = auto()
    ITEM = auto()
    SOURCE = auto()
    PICTURE = auto()  # image and textinput: they have titles of their own
    TITLE = auto()
    MEDIA_TITLE = auto()
    LINK = auto()
    ID = auto()
    PUBLISHED = auto()
    UPDATED = auto()
    CREATED = auto()
    LANGUAGE = auto()
    DESCRIPTION = auto()
    SUMMARY = auto()
    CONTENT = auto()
    ENCODED = auto()
    ASKED = auto()  # how often the feed wants to be asked
    UNKNOWN_HERE = auto()  # feedparser does something with it that is not written down here


def _table(**names: str) -> dict[str, Role]:
    return {name: Role[role] for role, all_names in names.items() for name in all_names.split()}


ROLES = _table(
    ROOT="rss feed rdf_rdf",
    CHANNEL="channel",
    ITEM="item entry",
    SOURCE="source",
    PICTURE="image textinput",
    TITLE="title dc_title",
    MEDIA_TITLE="media_title",
    LINK="link",
    ID="guid id",
    PUBLISHED="pubdate published issued dcterms_issued",
    UPDATED="updated modified lastbuilddate dc_date dcterms_modified",
    CREATED="created dcterms_created",
    LANGUAGE="language dc_language",
    DESCRIPTION="description dc_description media_description",
    SUMMARY="summary itunes_summary",
    CONTENT="content",
    ENCODED="content_encoded",
    ASKED="ttl sy_updateperiod sy_updatefrequency",
    ASIDE="subtitle tagline itunes_subtitle rights copyright dc_rights info feedburner_browserfriendly",
    LEAF="width height",
    NOTHING=(
        "author managingeditor contributor name url homepage uri email webmaster category keywords"
        " cloud generator enclosure dc_author dc_creator dc_publisher dc_subject dc_contributor itunes_author"
        " itunes_name itunes_email itunes_category itunes_image itunes_link itunes_owner itunes_keywords"
        " itunes_block itunes_explicit media_category media_keywords media_group media_rating media_credit"
        " media_restriction media_license media_content media_thumbnail media_player admin_generatoragent"
        " admin_errorreportsto georss_point georss_line georss_polygon georss_box cc_license"
    ),
    # Handled by feedparser in ways of their own (the first lines), or names under which it keeps
    # something: an element without a meaning, but with such a name, would replace that.
    UNKNOWN_HERE=(
        "abstract tags body xhtml_body fullitem where georss_where georssgeom geom gml_point gml_linestring gml_polygon"
        " gml_exterior gml_linearring gml_pos gml_poslist psc_chapters psc_chapter newlocation expirationdate"
        " dcterms_valid creativecommons_license"
        " date title_detail summary_detail content_detail description_detail subtitle_detail rights_detail"
        " copyright_detail tagline_detail info_detail author_detail publisher_detail generator_detail authors"
        " contributors publisher links link_detail href license location entries items_detail guidislink"
        " published_parsed updated_parsed created_parsed expired_parsed date_parsed modified_parsed issued_parsed"
        " expired psc chapters geometry pos"
    ),
)
"""Of the names that are not here feedparser keeps a text under that name, which we never look at."""

_PREFIXES = {
    "": (
        "http://backend.userland.com/rss http://blogs.law.harvard.edu/tech/rss http://purl.org/rss/1.0/"
        " http://my.netscape.com/rdf/simple/0.9/ http://example.com/newformat# http://example.com/necho"
        " http://purl.org/echo/ uri/of/echo/namespace# http://purl.org/pie/ http://purl.org/atom/ns#"
        " http://www.w3.org/2005/atom http://purl.org/rss/1.0/modules/rss091#"
    ),
    "admin": "http://webns.net/mvcb/",
    "ag": "http://purl.org/rss/1.0/modules/aggregation/",
    "annotate": "http://purl.org/rss/1.0/modules/annotate/",
    "audio": "http://media.tangent.org/rss/1.0/",
    "blogchannel": "http://backend.userland.com/blogchannelmodule",
    "cc": "http://creativecommons.org/ns#license http://web.resource.org/cc/",
    "creativecommons": (
        "http://cyber.law.harvard.edu/rss/creativecommonsrssmodule.html"
        " http://backend.userland.com/creativecommonsrssmodule"
    ),
    "co": "http://purl.org/rss/1.0/modules/company",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "cp": "http://my.theinfo.org/changed/1.0/rss/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "email": "http://purl.org/rss/1.0/modules/email/",
    "ev": "http://purl.org/rss/1.0/modules/event/",
    "feedburner": "http://rssnamespace.org/feedburner/ext/1.0",
    "fm": "http://freshmeat.net/rss/fm/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "geo": "http://www.w3.org/2003/01/geo/wgs84_pos#",
    "georss": "http://www.georss.org/georss",
    "gml": "http://www.opengis.net/gml",
    "icbm": "http://postneo.com/icbm/",
    "image": "http://purl.org/rss/1.0/modules/image/",
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd http://example.com/dtds/podcast-1.0.dtd",
    "l": "http://purl.org/rss/1.0/modules/link/",
    "media": "http://search.yahoo.com/mrss http://search.yahoo.com/mrss/",
    "pingback": "http://madskills.com/public/xml/rss/module/pingback/",
    "prism": "http://prismstandard.org/namespaces/1.2/basic/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "ref": "http://purl.org/rss/1.0/modules/reference/",
    "reqv": "http://purl.org/rss/1.0/modules/richequiv/",
    "search": "http://purl.org/rss/1.0/modules/search/",
    "slash": "http://purl.org/rss/1.0/modules/slash/",
    "soap": "http://schemas.xmlsoap.org/soap/envelope/",
    "ss": "http://purl.org/rss/1.0/modules/servicestatus/",
    "str": "http://hacks.benhammersley.com/rss/streaming/",
    "sub": "http://purl.org/rss/1.0/modules/subscription/",
    "sy": "http://purl.org/rss/1.0/modules/syndication/",
    "szf": "http://schemas.pocketsoap.com/rss/mydescmodule/",
    "taxo": "http://purl.org/rss/1.0/modules/taxonomy/",
    "thr": "http://purl.org/rss/1.0/modules/threading/",
    "ti": "http://purl.org/rss/1.0/modules/textinput/",
    "trackback": "http://madskills.com/public/xml/rss/module/trackback/",
    "wfw": "http://wellformedweb.org/commentapi/",
    "wiki": "http://purl.org/rss/1.0/modules/wiki/",
    "xhtml": "http://www.w3.org/1999/xhtml",
    "xlink": "http://www.w3.org/1999/xlink",
    "xml": "http://www.w3.org/xml/1998/namespace",
    "psc": "http://podlove.org/simple-chapters",
}
USUAL = {space: prefix for prefix, spaces in _PREFIXES.items() for space in spaces.split()}
"""The usual prefix of each namespace that feedparser knows, by its address in lower case."""

_TAKEN = frozenset(USUAL.values())

ATOM, RSS_1, RSS_090 = (
    "http://www.w3.org/2005/atom",
    "http://purl.org/rss/1.0/",
    "http://my.netscape.com/rdf/simple/0.9/",
)


class Names:
    """The names in one document, as expat gives them: «namespace local prefix», less where there is less."""

    def __init__(self) -> None:
        self._spaces: dict[str, str] = {}  # what stands for what, to see what stands for two things
        self._prefixes: dict[str, str] = {}  # by namespace that feedparser does not know
        self.links = False  # whether XLink is declared: feedparser writes that down where it stands
        self.version = ""  # atom10 and the like: of the first declaration that says one

    def declare(self, prefix: str | None, space: str | None) -> None:
        """Take note of a namespace; raises Declined where names would no longer be clear."""
        if not space:
            return
        lower = space.lower()
        self.links |= space == "http://www.w3.org/1999/xlink"
        self.version = self.version or _version(prefix, lower)
        usual = USUAL.get(lower)
        if "backend.userland.com/rss" in lower:
            usual = ""
        if usual is None:
            other = self._prefixes.setdefault(space, prefix or "")
            if other != (prefix or ""):
                raise Declined("a namespace with two prefixes")
        elif prefix and prefix.lower() != usual and prefix.lower() in _TAKEN:
            raise Declined("a prefix that usually means something else")
        meanings = {prefix: prefix + space} if prefix else {}
        # feedparser finds an unknown namespace by its prefix, unless a known one has taken its place.
        meanings[f"{prefix if usual is None else usual} "] = space if usual is None else "known"
        for name, meaning in meanings.items():
            if self._spaces.setdefault(name.lower(), meaning) != meaning:
                raise Declined("a prefix with two meanings")

    def element(self, name: str) -> str:
        """What feedparser calls an element: prefix and local name, in lower case, with `_` between."""
        space, local = self._parts(name)
        if not space:
            return local
        prefix = USUAL.get(space.lower())
        if "backend.userland.com/rss" in space.lower():
            prefix = ""
        if prefix is None:
            prefix = self._prefixes.get(space, "").lower()
        return f"{prefix}_{local}" if prefix else local

    def attribute(self, name: str) -> tuple[str, ...]:
        """All names under which feedparser finds an attribute: in a namespace unknown to it the bare one, too."""
        space, local = self._parts(name)
        if not space:
            return (local,)
        usual = USUAL.get(space.lower(), "")
        return (f"{usual}:{local}" if usual else local, f"{name.split(' ')[2].lower()}:{local}")

    @staticmethod
    def _parts(name: str) -> tuple[str, str]:
        if not name.isascii():
            raise Declined("a name that is not ASCII")
        *space, local = name.split(" ")[:2]
        return (space[0] if space else ""), local.lower()


def _version(prefix: str | None, space: str) -> str:
    if space == ATOM:
        return "atom10"
    if space == RSS_1:
        return "rss10"
    return "rss090" if space == RSS_090 and prefix is None else ""
