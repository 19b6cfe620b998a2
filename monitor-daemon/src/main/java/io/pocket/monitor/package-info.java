/**
 * The monitor: a small process beside each node. A sampling thread reads machine and node at a fixed rate, a sending
 * thread posts the newest report to the controller, and Prometheus may scrape the same figures.
 */
package io.pocket.monitor;
