/** JMH benchmarks of what every request passes through. CONTRIBUTING.md has the command line. */
package io.pocket.benchmarks;
