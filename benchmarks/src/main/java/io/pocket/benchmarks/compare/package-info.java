/** Pocket beside its peers: rows measured in rounds, contender after contender, and the measures made of their medians. */
package io.pocket.benchmarks.compare;
