package dev.periplus.capture;

import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import org.jspecify.annotations.Nullable;

/**
 * A part of a file in memory, which can be let go at once instead of at some later garbage collection. Since Java 22 an
 * arena does that, and before it the buffer's own cleaner; both are reached by handles, because Java 17 compiles this.
 *
 * @param bytes the part, read-only and big-endian
 * @param release lets it go; nobody may touch {@code bytes} or a view of it afterwards
 */
record Mapping(ByteBuffer bytes, Runnable release) {
    private static final int ARENAS_SINCE = 22;
    private static final @Nullable Arenas ARENAS = Runtime.version().feature() < ARENAS_SINCE ? null : Arenas.find();
    private static final @Nullable MethodHandle CLEANER = ARENAS == null ? cleaner() : null;

    static Mapping of(FileChannel channel, long at, int length) throws IOException {
        if (ARENAS != null) {
            return ARENAS.map(channel, at, length);
        }
        ByteBuffer mapped = channel.map(FileChannel.MapMode.READ_ONLY, at, length);
        return new Mapping(mapped, () -> clean(mapped));
    }

    private static void clean(ByteBuffer mapped) {
        if (CLEANER != null) {
            try {
                CLEANER.invokeExact(mapped);
            } catch (Throwable e) {
                throw unexpected(e);
            }
        }
    }

    /** Null where this runtime has no such thing; the garbage collector then does it. */
    private static @Nullable MethodHandle cleaner() {
        try {
            Class<?> type = Class.forName("sun.misc.Unsafe");
            var field = type.getDeclaredField("theUnsafe");
            field.setAccessible(true);
            return MethodHandles.lookup()
                    .findVirtual(type, "invokeCleaner", MethodType.methodType(void.class, ByteBuffer.class))
                    .bindTo(field.get(null));
        } catch (ReflectiveOperationException | RuntimeException e) {
            return null;
        }
    }

    private static IllegalStateException unexpected(Throwable e) {
        if (e instanceof Error error) {
            throw error;
        }
        return new IllegalStateException(e);
    }

    /** {@code Arena.ofShared()}, {@code FileChannel.map(mode, offset, size, arena)}, {@code segment.asByteBuffer()}. */
    private record Arenas(MethodHandle create, MethodHandle map, MethodHandle asBuffer) {
        static @Nullable Arenas find() {
            try {
                MethodHandles.Lookup lookup = MethodHandles.publicLookup();
                Class<?> arena = Class.forName("java.lang.foreign.Arena");
                Class<?> segment = Class.forName("java.lang.foreign.MemorySegment");
                MethodType mapType =
                        MethodType.methodType(segment, FileChannel.MapMode.class, long.class, long.class, arena);
                return new Arenas(
                        lookup.findStatic(arena, "ofShared", MethodType.methodType(arena)),
                        lookup.findVirtual(FileChannel.class, "map", mapType),
                        lookup.findVirtual(segment, "asByteBuffer", MethodType.methodType(ByteBuffer.class)));
            } catch (ReflectiveOperationException e) {
                return null;
            }
        }

        Mapping map(FileChannel channel, long at, int length) throws IOException {
            AutoCloseable arena = null;
            try {
                arena = (AutoCloseable) create.invoke();
                Object segment = map.invoke(channel, FileChannel.MapMode.READ_ONLY, at, (long) length, arena);
                AutoCloseable opened = arena;
                return new Mapping((ByteBuffer) asBuffer.invoke(segment), () -> close(opened));
            } catch (IOException e) {
                close(arena);
                throw e;
            } catch (Throwable e) {
                throw unexpected(e);
            }
        }

        private static void close(@Nullable AutoCloseable arena) {
            try {
                if (arena != null) {
                    arena.close();
                }
            } catch (Exception e) {
                throw unexpected(e);
            }
        }
    }
}
