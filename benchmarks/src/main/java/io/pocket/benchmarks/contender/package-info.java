/** What is measured: Pocket and its peers behind one interface, the peers through minimal blocking clients. One thread each. */
package io.pocket.benchmarks.contender;
