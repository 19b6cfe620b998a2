/** What is measured, as processes: clusters of Pocket, and the peers. All are children of this process and end with it. */
package io.pocket.benchmarks.bed;
