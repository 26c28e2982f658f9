import static org.objectweb.asm.Opcodes.*;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Type;
import org.objectweb.asm.commons.GeneratorAdapter;
import org.objectweb.asm.commons.Method;
import org.objectweb.asm.tree.ClassNode;

/**
 * Replaces the {@code invokedynamic} instructions of lambdas, method references and the methods of records with plain
 * calls: linking one takes 0.1 ms at each start, a class from the archive a fifth of that. A lambda becomes a class of its
 * own, {@code Outer$$1}; a record's methods become static ones that give the same results as those of
 * {@code java.lang.runtime.ObjectMethods}, hash codes included.
 */
final class DirectCalls {
    private static final String LAMBDAS = "java/lang/invoke/LambdaMetafactory";
    private static final String RECORDS = "java/lang/runtime/ObjectMethods";
    private static final Type OBJECT = Type.getType(Object.class);
    private static final Type OBJECTS = Type.getObjectType("java/util/Objects");
    private static final Type STRINGS = Type.getType(StringBuilder.class);
    private static final Method MAKE = new Method("<init>", "()V");

    private final Path folder;

    /** Classes made, by the host of their nest: they call its private methods. */
    private final Map<String, List<String>> members = new TreeMap<>();

    private DirectCalls(Path folder) {
        this.folder = folder;
    }

    /** @param arguments the folder of the classes; those without such instructions stay as they are */
    public static void main(String[] arguments) throws IOException {
        DirectCalls calls = new DirectCalls(Path.of(arguments[0]));
        List<Path> files;
        try (Stream<Path> all = Files.walk(calls.folder)) {
            files = all.filter(file -> file.toString().endsWith(".class"))
                    .filter(file -> !file.endsWith("module-info.class"))
                    .toList();
        }
        for (Path file : files) {
            calls.rewrite(file);
        }
        calls.join();
    }

    private void rewrite(Path file) throws IOException {
        ClassReader reader = new ClassReader(Files.readAllBytes(file));
        ClassWriter writer = new ClassWriter(0);
        Rewriting rewriting = new Rewriting(writer, reader.getClassName());
        reader.accept(rewriting, 0);
        if (rewriting.any) {
            Files.write(file, writer.toByteArray());
        }
        for (Map.Entry<String, byte[]> made : rewriting.made.entrySet()) {
            Files.write(folder.resolve(made.getKey() + ".class"), made.getValue());
            members.computeIfAbsent(rewriting.host, host -> new ArrayList<>()).add(made.getKey());
        }
    }

    /** Makes the classes members of their nests. */
    private void join() throws IOException {
        for (Map.Entry<String, List<String>> nest : members.entrySet()) {
            Path file = folder.resolve(nest.getKey() + ".class");
            ClassNode host = new ClassNode();
            new ClassReader(Files.readAllBytes(file)).accept(host, 0);
            List<String> all = host.nestMembers == null ? new ArrayList<>() : new ArrayList<>(host.nestMembers);
            nest.getValue().stream().filter(name -> !all.contains(name)).forEach(all::add);
            host.nestMembers = all;
            ClassWriter writer = new ClassWriter(0);
            host.accept(writer);
            Files.write(file, writer.toByteArray());
        }
    }

    /** Whether this is the name of a method that the compiler made of a lambda's body. */
    private static boolean isBody(String name) {
        return name.startsWith("lambda$");
    }

    /**
     * The name of such a body as one of a usual method: who reads classes, as ArchUnit does, would look in vain for the
     * instruction that it belongs to.
     */
    private static String plain(String name) {
        return isBody(name) ? "body" + name.substring(name.indexOf('$')) : name;
    }

    private static Handle plain(Handle body) {
        String name = plain(body.getName());
        return new Handle(body.getTag(), body.getOwner(), name, body.getDesc(), body.isInterface());
    }

    private static boolean isReference(Type type) {
        return type.getSort() >= Type.ARRAY;
    }

    private static Type wrapper(Type type) {
        return Type.getObjectType("java/lang/"
                + switch (type.getSort()) {
                    case Type.BOOLEAN -> "Boolean";
                    case Type.CHAR -> "Character";
                    case Type.BYTE -> "Byte";
                    case Type.SHORT -> "Short";
                    case Type.INT -> "Integer";
                    case Type.LONG -> "Long";
                    case Type.FLOAT -> "Float";
                    default -> "Double";
                });
    }

    /** One class. */
    private static final class Rewriting extends ClassVisitor {
        private final Map<String, byte[]> made = new TreeMap<>();
        private final Type self;
        private boolean any;
        private String host;
        private int version;

        Rewriting(ClassWriter writer, String name) {
            super(ASM9, writer);
            self = Type.getObjectType(name);
            host = name;
        }

        @Override
        public void visit(int form, int access, String name, String signature, String base, String[] interfaces) {
            version = form;
            super.visit(form, access, name, signature, base, interfaces);
        }

        @Override
        public void visitNestHost(String name) {
            host = name;
            super.visitNestHost(name);
        }

        @Override
        public MethodVisitor visitMethod(int access, String name, String form, String signature, String[] thrown) {
            int visible = isBody(name) ? access & ~ACC_SYNTHETIC : access;
            return new MethodVisitor(ASM9, super.visitMethod(visible, plain(name), form, signature, thrown)) {
                @Override
                public void visitInvokeDynamicInsn(String called, String shape, Handle linker, Object... arguments) {
                    if (linker.getOwner().equals(LAMBDAS) && linker.getName().equals("metafactory")) {
                        any = true;
                        String owner = self.getInternalName() + "$$" + (made.size() + 1);
                        Lambda lambda = new Lambda(Type.getObjectType(owner), called, new Method("of", shape));
                        made.put(owner, lambda.bytes(version, host, arguments));
                        super.visitMethodInsn(INVOKESTATIC, owner, "of", shape, false);
                    } else if (linker.getOwner().equals(RECORDS)) {
                        any = true;
                        Method method = new Method("$" + called, shape);
                        ofRecord(
                                method,
                                (String) arguments[1],
                                List.of(arguments).subList(2, arguments.length));
                        super.visitMethodInsn(INVOKESTATIC, self.getInternalName(), method.getName(), shape, false);
                    } else {
                        Object[] plain = arguments.clone();
                        for (int i = 0; i < plain.length; i++) {
                            plain[i] = plain[i] instanceof Handle body ? plain(body) : plain[i];
                        }
                        super.visitInvokeDynamicInsn(called, shape, linker, plain);
                    }
                }
            };
        }

        private void ofRecord(Method method, String names, List<Object> fields) {
            int access = ACC_PRIVATE | ACC_STATIC | ACC_SYNTHETIC;
            MethodVisitor to = cv.visitMethod(access, method.getName(), method.getDescriptor(), null, null);
            GeneratorAdapter code = new GeneratorAdapter(to, access, method.getName(), method.getDescriptor());
            List<Handle> all = fields.stream().map(Handle.class::cast).toList();
            switch (method.getName()) {
                case "$hashCode" -> hash(code, all);
                case "$equals" -> equal(code, to, all);
                default -> text(code, names.isEmpty() ? new String[0] : names.split(";"), all);
            }
            code.returnValue();
            code.visitMaxs(8, 8);
            code.visitEnd();
        }

        private Type load(GeneratorAdapter code, Handle field) {
            Type type = Type.getType(field.getDesc());
            code.getField(self, field.getName(), type);
            return type;
        }

        private void hash(GeneratorAdapter code, List<Handle> fields) {
            code.push(0);
            for (Handle field : fields) {
                code.push(31);
                code.math(GeneratorAdapter.MUL, Type.INT_TYPE);
                code.loadArg(0);
                Type type = load(code, field);
                Type taken = isReference(type) ? OBJECT : type;
                Type owner = isReference(type) ? OBJECTS : wrapper(type);
                code.invokeStatic(owner, new Method("hashCode", Type.INT_TYPE, new Type[] {taken}));
                code.math(GeneratorAdapter.ADD, Type.INT_TYPE);
            }
        }

        private void equal(GeneratorAdapter code, MethodVisitor to, List<Handle> fields) {
            Label differ = new Label();
            code.loadArg(1);
            code.instanceOf(self);
            code.ifZCmp(GeneratorAdapter.EQ, differ);
            for (Handle field : fields) {
                code.loadArg(0);
                Type type = load(code, field);
                code.loadArg(1);
                code.checkCast(self);
                load(code, field);
                if (isReference(type)) {
                    code.invokeStatic(OBJECTS, new Method("equals", Type.BOOLEAN_TYPE, new Type[] {OBJECT, OBJECT}));
                    code.ifZCmp(GeneratorAdapter.EQ, differ);
                } else {
                    code.invokeStatic(wrapper(type), new Method("compare", Type.INT_TYPE, new Type[] {type, type}));
                    code.ifZCmp(GeneratorAdapter.NE, differ);
                }
            }
            code.push(true);
            code.returnValue();
            code.mark(differ);
            to.visitFrame(F_SAME, 0, null, 0, null);
            code.push(false);
        }

        private void text(GeneratorAdapter code, String[] names, List<Handle> fields) {
            String name = self.getInternalName();
            code.newInstance(STRINGS);
            code.dup();
            code.invokeConstructor(STRINGS, MAKE);
            String before = name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('$')) + 1) + "[";
            for (int i = 0; i < names.length; i++) {
                append(code, before + names[i] + "=");
                code.loadArg(0);
                Type type = load(code, fields.get(i));
                code.box(type);
                code.invokeStatic(
                        Type.getType(String.class),
                        new Method("valueOf", Type.getType(String.class), new Type[] {OBJECT}));
                code.invokeVirtual(STRINGS, new Method("append", STRINGS, new Type[] {Type.getType(String.class)}));
                before = ", ";
            }
            append(code, names.length == 0 ? before + "]" : "]");
            code.invokeVirtual(STRINGS, new Method("toString", Type.getType(String.class), new Type[0]));
        }

        private static void append(GeneratorAdapter code, String text) {
            code.push(text);
            code.invokeVirtual(STRINGS, new Method("append", STRINGS, new Type[] {Type.getType(String.class)}));
        }
    }

    /**
     * The class of a lambda or a method reference (JLS 15.27, 15.13).
     *
     * @param self the class
     * @param called name of the interface's method
     * @param of takes what the lambda captures, and returns it
     */
    private record Lambda(Type self, String called, Method of) {
        /** @param arguments those of {@code LambdaMetafactory.metafactory} from the fourth on */
        byte[] bytes(int version, String host, Object[] arguments) {
            ClassWriter out = new ClassWriter(ClassWriter.COMPUTE_MAXS);
            out.visit(
                    version,
                    ACC_FINAL | ACC_SUPER | ACC_SYNTHETIC,
                    self.getInternalName(),
                    null,
                    OBJECT.getInternalName(),
                    new String[] {of.getReturnType().getInternalName()});
            out.visitNestHost(host);
            make(out);
            call(out, (Type) arguments[0], plain((Handle) arguments[1]), (Type) arguments[2]);
            out.visitEnd();
            return out.toByteArray();
        }

        private static GeneratorAdapter code(ClassWriter out, int access, Method method) {
            return new GeneratorAdapter(access, method, null, null, out);
        }

        private void make(ClassWriter out) {
            Type[] held = of.getArgumentTypes();
            Method init = new Method("<init>", Type.VOID_TYPE, held);
            GeneratorAdapter code = code(out, ACC_PRIVATE, init);
            code.loadThis();
            code.invokeConstructor(OBJECT, MAKE);
            for (int i = 0; i < held.length; i++) {
                out.visitField(ACC_PRIVATE | ACC_FINAL, "held" + i, held[i].getDescriptor(), null, null);
                code.loadThis();
                code.loadArg(i);
                code.putField(self, "held" + i, held[i]);
            }
            code.returnValue();
            code.endMethod();
            if (held.length > 0) {
                code = code(out, ACC_STATIC, of);
                create(code, init);
            } else {
                out.visitField(ACC_PRIVATE | ACC_STATIC | ACC_FINAL, "ONE", self.getDescriptor(), null, null);
                code = code(out, ACC_STATIC, new Method("<clinit>", "()V"));
                create(code, init);
                code.putStatic(self, "ONE", self);
                code.returnValue();
                code.endMethod();
                code = code(out, ACC_STATIC, of);
                code.getStatic(self, "ONE", self);
            }
            code.returnValue();
            code.endMethod();
        }

        private void create(GeneratorAdapter code, Method init) {
            code.newInstance(self);
            code.dup();
            code.loadArgs();
            code.invokeConstructor(self, init);
        }

        /**
         * @param erased the method as the interface declares it
         * @param body what it runs
         * @param actual the method with the types of this lambda
         */
        private void call(ClassWriter out, Type erased, Handle body, Type actual) {
            GeneratorAdapter code = code(out, ACC_PUBLIC, new Method(called, erased.getDescriptor()));
            Type owner = Type.getObjectType(body.getOwner());
            boolean constructs = body.getTag() == H_NEWINVOKESPECIAL;
            List<Type> wanted = new ArrayList<>(List.of(Type.getArgumentTypes(body.getDesc())));
            if (constructs) {
                code.newInstance(owner);
                code.dup();
            } else if (body.getTag() != H_INVOKESTATIC) {
                wanted.add(0, owner);
            }
            int next = 0;
            for (Type held : of.getArgumentTypes()) {
                code.loadThis();
                code.getField(self, "held" + next, held);
                convert(code, held, wanted.get(next++));
            }
            Type[] given = actual.getArgumentTypes();
            for (int i = 0; i < given.length; i++) {
                code.loadArg(i);
                convert(code, erased.getArgumentTypes()[i], given[i]);
                convert(code, given[i], wanted.get(next++));
            }
            code.visitMethodInsn(
                    instruction(body), body.getOwner(), body.getName(), body.getDesc(), body.isInterface());
            Type result = constructs ? owner : Type.getReturnType(body.getDesc());
            if (erased.getReturnType() != Type.VOID_TYPE) {
                convert(code, result, actual.getReturnType());
            } else if (result.getSize() > 0) {
                code.visitInsn(result.getSize() == 2 ? POP2 : POP);
            }
            code.returnValue();
            code.endMethod();
        }

        private static int instruction(Handle body) {
            return switch (body.getTag()) {
                case H_INVOKESTATIC -> INVOKESTATIC;
                case H_NEWINVOKESPECIAL -> INVOKESPECIAL;
                case H_INVOKEINTERFACE -> INVOKEINTERFACE;
                default -> body.isInterface() ? INVOKEINTERFACE : INVOKEVIRTUAL; // a private method of the nest
            };
        }

        private static void convert(GeneratorAdapter code, Type from, Type to) {
            if (from.equals(to) || to.equals(OBJECT) && isReference(from)) {
                return;
            }
            if (isReference(from)) {
                code.unbox(to); // or a cast
            } else if (isReference(to)) {
                code.valueOf(from);
            } else {
                code.cast(from, to);
            }
        }
    }
}
