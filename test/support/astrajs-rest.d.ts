/** What the tests use of it; it comes without types. */
declare module '@astrajs/rest' {
  interface Reply {
    status: number;
    data: unknown;
  }
  interface Client {
    get(path: string, options?: { params: Record<string, unknown> }): Promise<Reply>;
    post(path: string, data: object): Promise<Reply>;
    patch(path: string, data: object): Promise<Reply>;
    delete(path: string): Promise<Reply>;
  }
  const astra: {
    createClient(options: { baseUrl: string; username: string; password: string }): Promise<Client>;
  };
  export default astra;
}
