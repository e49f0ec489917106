"""The shapes of what the service says (数据格式): what /docs shows, with examples."""

from api.schemas.answers import Answer, Evidence, Hits, Suggested, Suggestions
from api.schemas.clauses import ClauseBrief, ClauseInText, ClauseLink, ClauseShown, DutyMark, TargetMark
from api.schemas.documents import (
    Citation,
    DocumentBrief,
    DocumentLink,
    Documents,
    DocumentShown,
    DocumentText,
    NoticeShown,
)
from api.schemas.facets import Example, Facets, LevelFacet, LineageExample, PlaceFacet, SectorFacet
from api.schemas.graph import (
    Graph,
    GraphEdge,
    GraphNode,
    Label,
    PlaceCount,
    PlaceNode,
    Places,
    SectorCount,
    Sectors,
)
from api.schemas.jobs import Job, JobFile, Jobs, SamePaper
from api.schemas.plans import ClauseHead, ClausePair, Gaps, PlanGaps, Stretch, TakenBy, TakenUp, TraceShown, TraceStep
from api.schemas.running import About, KeyShown, Readiness, Stats
from api.schemas.shape import Comparison, Level, PlaceBrief, ProblemShown, Role, Strength
from api.schemas.targets import (
    ComparableGroup,
    Compared,
    GoalLink,
    IndicatorBrief,
    IndicatorFigure,
    Indicators,
    IndicatorShown,
    TargetPair,
    TargetRow,
    Targets,
)
from api.schemas.units import (
    DocumentDuties,
    Duties,
    Duty,
    DutyRow,
    Together,
    UnitBrief,
    UnitRef,
    Units,
    UnitShown,
)

__all__ = [
    "About", "Answer", "Citation", "ClauseBrief", "ClauseHead", "ClauseInText", "ClauseLink",
    "ClausePair", "ClauseShown", "ComparableGroup", "Compared", "Comparison", "DocumentBrief",
    "DocumentDuties", "DocumentLink", "DocumentShown", "DocumentText", "Documents", "Duties", "Duty",
    "DutyMark", "DutyRow", "Evidence", "Example", "Facets", "Gaps", "GoalLink", "Graph", "GraphEdge",
    "GraphNode", "Hits", "IndicatorBrief", "IndicatorFigure", "IndicatorShown", "Indicators", "Job", "JobFile", "Jobs",
    "KeyShown", "Label", "Level", "LevelFacet", "LineageExample", "NoticeShown", "PlaceBrief",
    "PlaceCount", "PlaceFacet",
    "PlaceNode", "Places", "PlanGaps", "ProblemShown", "Readiness", "Role", "SamePaper", "SectorCount",
    "SectorFacet", "Sectors", "Stats", "Strength", "Stretch", "Suggested", "Suggestions", "TakenBy",
    "TakenUp", "TargetMark", "TargetPair", "TargetRow", "Targets", "Together", "TraceShown", "TraceStep",
    "UnitBrief", "UnitRef", "UnitShown", "Units",
]  # fmt: skip
