package io.github.oidctoken.oauth2.repository;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Data sources that behave as some databases and pools do, or are looked at. */
final class JdbcDataSources {

    private JdbcDataSources() {}

    /** Gives no connection. */
    static DataSource failing(Throwable failure) {
        return proxy(DataSource.class, (method, given) -> {
            throw failure;
        });
    }

    /** Gives the same connection again and again and leaves it open. */
    static DataSource always(Connection connection) {
        Connection open = proxy(
                Connection.class,
                (method, given) -> method.getName().equals("close") ? null : method.invoke(connection, given));
        return proxy(DataSource.class, (method, given) -> open);
    }

    /** Says that it is another database. */
    static DataSource ofProduct(String name, DataSource dataSource) {
        return connections(dataSource, (connection, method, given) -> {
            if (method.getName().equals("getMetaData")) {
                return proxy(DatabaseMetaData.class, (of, nothing) -> name);
            }
            return method.invoke(connection, given);
        });
    }

    /** Fails in its statements with other exceptions than the given data source. */
    static DataSource translating(UnaryOperator<SQLException> translation, DataSource dataSource) {
        return statements(dataSource, (statement, method, given) -> {
            try {
                return method.invoke(statement, given);
            } catch (InvocationTargetException e) {
                throw e.getCause() instanceof SQLException sql ? translation.apply(sql) : e.getCause();
            }
        });
    }

    /** Notes the query timeout under which each statement runs. */
    static DataSource noting(List<Integer> timeouts, DataSource dataSource) {
        return statements(dataSource, (statement, method, given) -> {
            if (method.getName().startsWith("execute")) {
                timeouts.add(statement.getQueryTimeout());
            }
            return method.invoke(statement, given);
        });
    }

    /** Does something just before a statement without parameters is executed, which is how tables are made. */
    static DataSource before(Runnable making, DataSource dataSource) {
        return statements(dataSource, (statement, method, given) -> {
            if (method.getName().equals("execute") && given != null) {
                making.run();
            }
            return method.invoke(statement, given);
        });
    }

    private static DataSource statements(DataSource dataSource, Invocation<Statement> invocation) {
        return connections(dataSource, (connection, method, given) -> {
            Object result = method.invoke(connection, given);
            if (!(result instanceof Statement statement)) {
                return result;
            }
            Class<? extends Statement> type =
                    statement instanceof PreparedStatement ? PreparedStatement.class : Statement.class;
            return proxy(type, (of, arguments) -> invocation.on(statement, of, arguments));
        });
    }

    private static DataSource connections(DataSource dataSource, Invocation<Connection> invocation) {
        return proxy(DataSource.class, (method, given) -> {
            Connection connection = dataSource.getConnection();
            return proxy(Connection.class, (of, arguments) -> invocation.on(connection, of, arguments));
        });
    }

    private static <T> T proxy(Class<T> type, Call call) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (self, method, given) -> {
            try {
                return call.of(method, given);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        }));
    }

    @FunctionalInterface
    private interface Call {
        @Nullable
        Object of(Method method, Object[] arguments) throws Throwable;
    }

    @FunctionalInterface
    private interface Invocation<T> {
        @Nullable
        Object on(T target, Method method, Object[] arguments) throws Throwable;
    }
}
