/**
 * The node beside this monitor, seen through its counters file and the process table only: the node's threads notice
 * nothing. One thread observes; observations are immutable.
 */
package io.pocket.monitor.node;
