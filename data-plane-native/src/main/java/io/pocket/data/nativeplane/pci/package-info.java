/** Where devices sit on the PCI bus: what allow-lists are made of. */
package io.pocket.data.nativeplane.pci;
