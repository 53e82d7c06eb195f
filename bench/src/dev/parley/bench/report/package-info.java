/**
 * The results of the benchmark as values, and their output as Markdown tables, as an SVG chart and as a page of the
 * documentation. Knows nothing of servers and of how results are measured. Values are immutable, functions are pure;
 * both are safe from any thread.
 */
@NullMarked
package dev.parley.bench.report;

import org.jspecify.annotations.NullMarked;
