package dev.caravan.config;

import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import org.jspecify.annotations.Nullable;
import org.springframework.jms.support.converter.MessageConverter;

/** Messages carry text or nothing. Whatever else comes, a serialized object above all, is not looked into. */
final class TextOnly implements MessageConverter {

  @Override
  public Message toMessage(@Nullable Object body, Session session) throws JMSException {
    return body == null ? session.createMessage() : session.createTextMessage(body.toString());
  }

  @Override
  public @Nullable Object fromMessage(Message message) throws JMSException {
    return message instanceof TextMessage text ? text.getText() : null;
  }
}
