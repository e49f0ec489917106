// Where things are shown: the pages' addresses, made in one place.
import { address } from "./service.js";

export const toSearch = (parameters) => address("/", parameters);
export const toDocuments = (place) => address("/documents", { in: place });
export const toDocument = (document) => address("/read", { document });
export const toClause = (clause) => address("/read", { document: documentOf(clause), clause });
export const toLineage = (clause) => address("/lineage", { clause });
export const toPair = (child, parent) => address("/lineage", { clause: child, pair: `${child} ${parent}` });
export const toUnit = (unit) => address("/units", { unit });
export const toTargets = (indicator) => address("/targets", { indicator });
export const toGaps = (place) => address("/gaps", { in: place });
export const toGraph = (label, id) => address("/graph", { label, id });

/** The id of the document that a clause belongs to. */
export const documentOf = (clause) => clause.slice(0, clause.indexOf("#"));
export const pathOf = (clause) => clause.slice(clause.indexOf("#") + 1);
