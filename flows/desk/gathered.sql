-- What the desk's views ask, made once from the corpus (attached as `corpus`): every document with whose it is, and every
-- finding with its document. What people say of findings stands in `judgements`, which follows the journal.
CREATE OR REPLACE TABLE docs AS
SELECT d.record_id, coalesce(n.unit_id, 'record:' || d.record_id) AS unit_id,
       coalesce(u.unit_name, d.unit_name, d.file_name) AS unit_name, u.region, d.fiscal_year, d.kind, d.file_name,
       d.sha256, d.pages, d.ocr_pages, d.facts, d.low_confidence, d.mean_confidence, d.to_review, d.straight_through,
       d.checks, d.checks_failed, d.reviewed, d.warnings, d.seconds,
       d.record_id IN (SELECT record_id FROM corpus.current_documents) AS current
FROM corpus.documents d
LEFT JOIN corpus.unit_names n ON n.unit_name = d.unit_name
LEFT JOIN corpus.units u ON u.unit_id = n.unit_id;

CREATE OR REPLACE TABLE found AS
SELECT f.finding_id, f.record_id, d.unit_id, d.unit_name, d.region, d.fiscal_year, d.kind, d.file_name, f.rule,
       f.severity, array_position(['error', 'warning', 'note'], f.severity) AS rank, f.message_zh, f.message_en,
       f.statement_of_rule, f.source, f.concept, f.page, f.difference, f.probability
FROM corpus.findings f JOIN docs d USING (record_id);

CREATE TABLE IF NOT EXISTS judgements (finding_id VARCHAR, state VARCHAR, who VARCHAR, said_at VARCHAR, note VARCHAR);

CREATE OR REPLACE VIEW told AS
SELECT f.*, coalesce(j.state, 'open') AS state, j.who, j.said_at, j.note
FROM found f LEFT JOIN judgements j USING (finding_id);

CREATE OR REPLACE TABLE main_figures AS
SELECT d.unit_id, d.unit_name, d.region, d.kind, f.fiscal_year, f.concept, f.label, f.measure, f.value, f.value_text,
       f.unit, f.confidence, f.page, f.record_id, f.fact_id, f.raw, f.review
FROM corpus.facts f JOIN docs d USING (record_id)
WHERE d.current AND f.main AND f.code IS NULL AND f.measure IN (
  'final', 'prior', 'change', 'change_rate', 'budget_initial', 'budget_full', 'variance_rate', 'count', 'reason_change');
