/**
 * What was measured, as values, and as a table, JSON, a drawing and a page of the documentation. Knows nothing of how it
 * was measured. Values and pure functions, any thread.
 */
@NullMarked
package dev.parley.bench.report;

import org.jspecify.annotations.NullMarked;
