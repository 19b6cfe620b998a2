/**
 * What all REST requests share: problems (RFC 9457) with a stable code, the field at fault and the remedy. Stateless, for
 * any thread. The requests themselves are with the features that they belong to.
 */
package io.pocket.control.web;
