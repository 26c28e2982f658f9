package dev.periplus.command;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.NativeLong;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.PointerByReference;
import org.jspecify.annotations.Nullable;

/**
 * A user of this system (Linux, macOS).
 *
 * @param group the number of the primary group
 */
record SystemUser(String name, int number, int group) {
    /** Larger than {@code struct passwd} of any system. */
    private static final int ENTRY_BYTES = 256;

    private static final int TEXT_BYTES = 1 << 16;

    /** Returns the user of this name, or null. */
    static @Nullable SystemUser named(String name) {
        return find("getpwnam_r", name);
    }

    /** Returns the user of this number, or null. */
    static @Nullable SystemUser numbered(int number) {
        return find("getpwuid_r", number);
    }

    /** Asks the system's user database (POSIX.1-2017, getpwnam). */
    private static @Nullable SystemUser find(String function, Object key) {
        try (Memory entry = new Memory(ENTRY_BYTES);
                Memory text = new Memory(TEXT_BYTES)) {
            PointerByReference found = new PointerByReference();
            Object[] arguments = {key, entry, text, new NativeLong(TEXT_BYTES), found};
            NativeLibrary.getInstance("c").getFunction(function).invokeInt(arguments);
            Pointer user = found.getValue();
            // struct passwd begins with the name, the password, the number and the group on Linux and macOS
            long numbers = 2L * Native.POINTER_SIZE;
            return user == null
                    ? null
                    : new SystemUser(
                            user.getPointer(0).getString(0),
                            user.getInt(numbers),
                            user.getInt(numbers + Integer.BYTES));
        }
    }
}
