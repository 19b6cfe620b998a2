/** Bar charts as SVG and PNG, without a library: rectangles, lines and text on a canvas of either kind. */
package io.pocket.benchmarks.plot;
