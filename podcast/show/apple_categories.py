"""The categories of Apple Podcasts, which all directories have adopted."""

from __future__ import annotations

# One main category per line, followed by a colon and its subcategories.
_LIST = """
Arts: Books, Design, Fashion & Beauty, Food, Performing Arts, Visual Arts
Business: Careers, Entrepreneurship, Investing, Management, Marketing, Non-Profit
Comedy: Comedy Interviews, Improv, Stand-Up
Education: Courses, How To, Language Learning, Self-Improvement
Fiction: Comedy Fiction, Drama, Science Fiction
Government:
Health & Fitness: Alternative Health, Fitness, Medicine, Mental Health, Nutrition, Sexuality
History:
Kids & Family: Education for Kids, Parenting, Pets & Animals, Stories for Kids
Leisure: Animation & Manga, Automotive, Aviation, Crafts, Games, Hobbies, Home & Garden, Video Games
Music: Music Commentary, Music History, Music Interviews
News: Business News, Daily News, Entertainment News, News Commentary, Politics, Sports News, Tech News
Religion & Spirituality: Buddhism, Christianity, Hinduism, Islam, Judaism, Religion, Spirituality
Science: Astronomy, Chemistry, Earth Sciences, Life Sciences, Mathematics, Natural Sciences, Nature, Physics, Social Sciences
Society & Culture: Documentary, Personal Journals, Philosophy, Places & Travel, Relationships
Sports: Baseball, Basketball, Cricket, Fantasy Sports, Football, Golf, Hockey, Rugby, Running, Soccer, Swimming, Tennis, Volleyball, Wilderness, Wrestling
TV & Film: After Shows, Film History, Film Interviews, Film Reviews, TV Reviews
Technology:
True Crime:
"""  # noqa: E501 -- a table

TREE: dict[str, tuple[str, ...]] = {
    main: tuple(sub.strip() for sub in subs.split(",") if sub.strip())
    for main, _, subs in (line.partition(":") for line in _LIST.strip().splitlines())
}
"""Sub-categories by category."""


def split(text: str) -> tuple[str, str]:
    """Split `News > Politics` into category and subcategory; the latter may be empty."""
    main, _, sub = (part.strip() for part in text.partition(">"))
    return main, sub


def known(text: str) -> bool:
    """Return whether `text` is a category, or a category and its subcategory joined by `>`."""
    main, sub = split(text)
    return main in TREE and (not sub or sub in TREE[main])


def nearest(text: str) -> str:
    """Return the category closest to `text`; empty if none is similar."""
    from difflib import get_close_matches

    paths = {main: main for main in TREE}
    paths |= {sub: f"{main} > {sub}" for main, subs in TREE.items() for sub in subs}
    paths |= {path: path for path in paths.values()}
    by_lower = {name.lower(): path for name, path in paths.items()}
    for wanted in (text, *reversed(split(text))):
        found = get_close_matches(wanted[:80].lower(), by_lower, 1)
        if found:
            return by_lower[found[0]]
    return ""
