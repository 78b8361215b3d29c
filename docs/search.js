// How search results are ranked: the Python interface first, then written pages, then the many generated ones.
var Scorer = {
  score: ([docname, title, anchor, descr, score]) => score - (/^rulebook\/(rules|claims)\//.test(docname) ? 8 : 0),
  objNameMatch: 40,
  objPartialMatch: 6,
  objPrio: { 0: 15, 1: 5, 2: -5 },
  objPrioDefault: 0,
  title: 15,
  partialTitle: 7,
  term: 5,
  partialTerm: 2,
};
