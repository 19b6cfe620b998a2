/**
 * Reports on their way to the controller. The sampling thread makes them and puts the newest into a mailbox for one; the
 * sending thread takes them out, one at a time. What the next report overtakes is dropped and counted.
 */
package io.pocket.monitor.report;
