/** What the controller decided by itself, from which inputs and why. */
package io.pocket.control.decision;
