/** The command line of {@code ./pocket bench}. */
package io.pocket.benchmarks.command;
