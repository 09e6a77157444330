package dev.caravan.config.management;

import org.apache.camel.CamelContext;
import org.apache.camel.management.DefaultManagementAgent;
import org.apache.camel.spi.CamelContextCustomizer;
import org.springframework.stereotype.Component;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

import javax.management.JMException;
import javax.management.ObjectName;

/**
 * Lets Camel call the beans that it manages itself instead of by way of JMX: for the counters of a diagram, which Hawtio
 * asks for every two seconds, it compares each route with each step, in hundreds of thousands of calls.
 */
@Component
class NearBeans implements CamelContextCustomizer {

  @Override
  public void configure(CamelContext camel) {
    camel.getManagementStrategy().setManagementAgent(new Agent(camel));
  }

  private static final class Agent extends DefaultManagementAgent {

    private final ConcurrentMap<ObjectName, Object> beans = new ConcurrentHashMap<>();

    Agent(CamelContext camel) {
      super(camel);
    }

    @Override
    public void register(Object bean, ObjectName name, boolean force) throws JMException {
      super.register(bean, name, force);
      beans.put(name, bean);
    }

    @Override
    public void unregister(ObjectName name) throws JMException {
      beans.remove(name);
      super.unregister(name);
    }

    @Override
    public <T> T newProxyClient(ObjectName name, Class<T> type) {
      var bean = beans.get(name);
      return type.isInstance(bean) ? type.cast(bean) : super.newProxyClient(name, type);
    }
  }
}
