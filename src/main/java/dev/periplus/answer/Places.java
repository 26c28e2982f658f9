package dev.periplus.answer;

import dev.periplus.address.Address;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where addresses are, as databases that the user names say. */
public interface Places {
    Places NONE = address -> null;

    /** Returns where an address is, or null if nothing is known. One thread at a time. */
    @Nullable
    Place of(Address address);

    /** The databases that turned out to be damaged, which are asked no more. */
    default List<String> damaged() {
        return List.of();
    }
}
