/**
 * The processes that measure: a parent sends one task after the other as a line of JSON, the child answers each with a line. So the
 * code that starts and reports does not run in the Java machine that is timed, and a worker can be pinned to a core from its start.
 */
package io.pocket.benchmarks.worker;
