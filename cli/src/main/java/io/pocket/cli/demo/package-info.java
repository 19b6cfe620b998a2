/**
 * Drives the demo: starts functions as processes, a bounded number at once, kills servers in the middle if asked to, checks
 * what came out, and reports. The driver itself exchanges no data, except that it reads the verifiers' summaries.
 */
package io.pocket.cli.demo;
