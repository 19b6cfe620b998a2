/**
 * Which certificates of the controller are believed, for all who speak https to it: shards, nodes, monitors, clients. Only
 * loaded by those that are given a CA file. Any thread.
 */
package io.pocket.protocol.trust;
