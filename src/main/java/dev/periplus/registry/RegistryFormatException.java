package dev.periplus.registry;

import java.io.IOException;
import java.util.List;

/** A data file of the registry that cannot be used. The message holds every fault found, one a line. */
public final class RegistryFormatException extends IOException {
    private static final long serialVersionUID = 1;

    RegistryFormatException(List<String> faults) {
        super(String.join(System.lineSeparator(), faults));
    }

    RegistryFormatException(String fault) {
        super(fault);
    }
}
