/**
 * What the kernel tells about the machine: totals read from /proc and from control groups, and the usage between two
 * readings. One thread reads; snapshots and usages are immutable.
 */
package io.pocket.monitor.host;
