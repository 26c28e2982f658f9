package dev.periplus;

import static java.lang.invoke.MethodType.methodType;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.periplus.answer.Verdict;
import dev.periplus.flow.FlowSettings;
import dev.periplus.registry.Registration;
import java.io.IOException;
import java.lang.invoke.CallSite;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.RecordComponent;
import java.lang.runtime.ObjectMethods;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** What the build makes of lambdas and records ({@code src/build/java/DirectCalls}). */
class DirectCallsTest {
    private static final List<Record> RECORDS = List.of(
            FlowSettings.DEFAULT,
            new Registration("a", "b", 6, 1, 65_535, null, "c", Registration.Status.ALIAS),
            new Verdict.Alternative("ssh", -0.0),
            new Verdict.Alternative("ssh", 0.0),
            new Verdict.Alternative("ssh", Double.NaN));

    @Test
    void noClassLinksACallSite() throws Exception {
        Path classes = Path.of(FlowSettings.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        Set<String> linking = new TreeSet<>();
        try (Stream<Path> files = Files.walk(classes)) {
            for (Path file :
                    files.filter(name -> name.toString().endsWith(".class")).toList()) {
                read(file, linking);
            }
        }
        assertEquals(Set.of(), linking);
    }

    private static void read(Path file, Set<String> linking) throws IOException {
        ClassReader reader = new ClassReader(Files.readAllBytes(file));
        ClassVisitor calls = new ClassVisitor(Opcodes.ASM9) {
            @Override
            public MethodVisitor visitMethod(int access, String name, String form, String signature, String[] thrown) {
                return new MethodVisitor(Opcodes.ASM9) {
                    @Override
                    public void visitInvokeDynamicInsn(String called, String shape, Handle linker, Object... with) {
                        linking.add(reader.getClassName());
                    }
                };
            }
        };
        reader.accept(calls, ClassReader.SKIP_FRAMES);
    }

    @Test
    void recordsHaveTheMethodsThatJavaGivesThem() throws Throwable {
        for (Record record : RECORDS) {
            MethodType hash = methodType(int.class, record.getClass());
            MethodType text = methodType(String.class, record.getClass());
            MethodType equal = methodType(boolean.class, record.getClass(), Object.class);
            assertEquals(javas("hashCode", hash).invoke(record), record.hashCode());
            assertEquals(javas("toString", text).invoke(record), record.toString());
            for (Object other : RECORDS) {
                assertEquals(javas("equals", equal).invoke(record, other), record.equals(other), record + ", " + other);
            }
            assertFalse(record.equals(null));
        }
    }

    private static MethodHandle javas(String name, MethodType type) throws Throwable {
        Class<?> record = type.parameterType(0);
        List<MethodHandle> getters = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (RecordComponent component : record.getRecordComponents()) {
            names.add(component.getName());
            getters.add(MethodHandles.lookup().unreflect(component.getAccessor()));
        }
        CallSite site = (CallSite) ObjectMethods.bootstrap(
                MethodHandles.lookup(),
                name,
                type,
                record,
                String.join(";", names),
                getters.toArray(MethodHandle[]::new));
        return site.getTarget();
    }
}
