/** Failures of the process itself that somebody can put right, told with the remedy. */
package io.pocket.control.fault;
